/** The texts of the counter's rating tablet, in both languages. */

import { catalogueOf } from "/counter-page/shared/texts.js";

export const CATALOGUE = catalogueOf({
  vi: {
    page_title: "Đánh giá · Đúng Hẹn", sign_in_title: "Máy tính bảng đánh giá của quầy",
    counter: "Quầy {n}", number: "Số {n}",
    welcome: "Kính chào quý công dân", welcome_hint: "Xong việc, xin quý công dân đánh giá tại đây.",
    closes_in: "Tự đóng sau {n} giây", sends_in: "Tự gửi sau {n} giây", home_in: "Về màn hình đầu sau {n} giây",
    more: "Câu {n}/{all}", pass: "Bỏ qua", send_now: "Gửi ngay",
    sending: "Đang ghi…", thanks: "Cảm ơn quý công dân!", thanks_hint: "Ý kiến của quý công dân đã được ghi nhận.",
    already: "Lượt này đã được đánh giá. Xin cảm ơn.",
    failed: "Rất tiếc, chưa ghi được.", failed_hint: "Quý công dân có thể đánh giá bằng mã QR trên phiếu.",
    lost: "Mất kết nối với máy chủ. Đang nối lại…", no_counter: "Không có quầy này. Xin kiểm tra địa chỉ.",
    not_seated: "Chưa mở quầy bằng tài khoản này. Xin mở quầy trước, hoặc dùng mã thiết bị của quầy.",
  },
  en: {
    page_title: "Rating · Đúng Hẹn", sign_in_title: "Rating tablet of a counter",
    counter: "Counter {n}", number: "Number {n}",
    welcome: "Welcome", welcome_hint: "When you have been served, please rate your visit here.",
    closes_in: "Closes in {n} s", sends_in: "Sent in {n} s", home_in: "Back to the start in {n} s",
    more: "Question {n} of {all}", pass: "Leave out", send_now: "Send now",
    sending: "Sending…", thanks: "Thank you!", thanks_hint: "Your opinion has been taken.",
    already: "This visit has been rated already. Thank you.",
    failed: "Sorry, it was not taken.", failed_hint: "You can rate your visit by the QR on your ticket.",
    lost: "No connection to the server. Connecting…", no_counter: "There is no such counter. Please check the address.",
    not_seated: "The counter was not opened by this account. Open it first, or use the counter’s device token.",
  },
});
