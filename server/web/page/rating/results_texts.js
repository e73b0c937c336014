/** The texts of the supervisor's page of ratings, in both languages. */

import { deskCatalogue } from "/page/desk.js";

export const RESULTS = deskCatalogue({
  vi: {
    page_title: "Đánh giá · Đúng Hẹn", title: "Đánh giá của công dân",
    from: "Từ ngày", to: "Đến ngày", show: "Xem", quick: "Chọn nhanh",
    today: "Hôm nay", week: "7 ngày", month: "Tháng này", last_month: "Tháng trước",
    by: "Xem theo", by_office: "Bộ phận", by_service: "Lĩnh vực", by_counter: "Quầy", by_clerk: "Cán bộ", by_day: "Ngày", by_form: "Phiên bản phiếu",
    office: "Bộ phận", service: "Lĩnh vực", counter: "Quầy", clerk: "Cán bộ", day: "Ngày", form: "Phiên bản phiếu",
    whole: "Chung", all_offices: "Toàn tỉnh", forms_way: "Phiếu đánh giá", province_way: "Số liệu toàn tỉnh", score: "Điểm", class: "Xếp loại", satisfied: "Hài lòng", level: "Mức trung bình",
    rate: "Tỷ lệ trả lời", n: "Lượt đánh giá", of_served: "{n} trên {served} lượt phục vụ", points: "{points} trên {most} điểm",
    of_five: "trên 5", no_class: "chưa xếp loại", rank: "Thứ hạng", between: "{low}–{high} %", interval: "Khoảng tin cậy 95 %: {low}–{high} %",
    cannot_tell: "{best}–{worst}, chưa phân định", too_few_days: "chưa đủ 5 ngày", version: "{name} · phiên bản {version}",
    versions: "Trong những ngày này có nhiều phiên bản phiếu; mỗi phiên bản tính riêng.",
    empty: "Chưa có đánh giá nào trong những ngày này.",
    empty_hint: "Công dân đánh giá trên máy tính bảng ở quầy, hoặc bằng mã QR trên phiếu sau khi được phục vụ.",
    no_answers: "không có câu tính điểm", counter_n: "Quầy {n}", nobody: "không rõ",
    remarks: "Góp ý", remarks_hint: "Giữ 90 ngày; không kèm số phiếu hay tên cán bộ; không có trong tệp xuất.", no_remarks: "Không có góp ý nào.",
    rule: "Điểm = tổng điểm ÷ tổng điểm tối đa, không phải trung bình của các trung bình. Thứ hạng chỉ nêu khi khoảng tin cậy tách rời mọi nhóm khác.",
    title_own: "Công dân đánh giá tôi", suppressed: "quá ít lượt, không hiện để không ai bị nhận ra",
    wrong_period: "Ngày đầu phải trước ngày cuối.", failed: "Chưa tải được số liệu.",
  },
  en: {
    page_title: "Ratings · Đúng Hẹn", title: "What citizens say",
    from: "From", to: "To", show: "Show", quick: "Quick choice",
    today: "Today", week: "7 days", month: "This month", last_month: "Last month",
    by: "By", by_office: "Office", by_service: "Service", by_counter: "Counter", by_clerk: "Clerk", by_day: "Day", by_form: "Version of form",
    office: "Office", service: "Service", counter: "Counter", clerk: "Clerk", day: "Day", form: "Version of form",
    whole: "All together", all_offices: "The whole province", forms_way: "Forms of rating", province_way: "Figures of the province", score: "Score", class: "Class", satisfied: "Satisfied", level: "Mean level",
    rate: "Response rate", n: "Ratings", of_served: "{n} of {served} served visits", points: "{points} of {most} points",
    of_five: "of 5", no_class: "no class", rank: "Rank", between: "{low}–{high} %", interval: "95 % confidence: {low}–{high} %",
    cannot_tell: "{best}–{worst}, cannot tell", too_few_days: "fewer than 5 days", version: "{name} · version {version}",
    versions: "These days had several versions of the form; each is counted apart.",
    empty: "There are no ratings of these days.",
    empty_hint: "Citizens rate on the tablet at a counter, or by the QR on their ticket after they were served.",
    no_answers: "no question with points", counter_n: "Counter {n}", nobody: "not known",
    remarks: "Remarks", remarks_hint: "Kept for 90 days; without number or clerk; in no export.", no_remarks: "There are no remarks.",
    rule: "Score = sum of points ÷ sum of most points, never a mean of means. A rank is told only where the confidence interval lies apart from every other group’s.",
    title_own: "What citizens say of my work", suppressed: "too few to be shown: people could be recognised",
    wrong_period: "The first day must be before the last.", failed: "The figures could not be loaded.",
  },
});
