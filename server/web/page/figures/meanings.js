/** What each figure is called, and what it means in words. */

/** @typedef {{vi: [string, string], en: [string, string]}} Meaning name and definition */

/** @type {Record<string, Meaning>} */
const MEANINGS = {
  mean: {
    vi: ["Chờ trung bình", "Tổng thời gian chờ của mọi lượt gọi đã được đáp, chia cho số lượt. Không bao giờ lấy trung bình của các trung bình. Người được chuyển quầy có một lượt gọi cho mỗi quầy."],
    en: ["Mean wait", "The waits of all answered calls added up, divided by their number; never a mean of means. Whoever is sent on has one call for each counter."],
  },
  visit: {
    vi: ["Tổng chờ của lượt đến", "Mọi lần chờ của một người trong cùng lượt đến, cộng lại. Đặt ngang với trung bình mỗi lượt gọi, vì chuyển quầy nhiều làm mỗi lượt gọi trông ngắn hơn."],
    en: ["Total wait of a visit", "All the waits of one person's visit added up. It stands as large as the mean per call, because sending people on makes each call look shorter."],
  },
  median: {
    vi: ["Trung vị", "Một nửa số lượt chờ ngắn hơn, một nửa chờ lâu hơn."],
    en: ["Median", "Half of the tickets waited less, half longer."],
  },
  p90: {
    vi: ["P90", "Chín trong mười lượt chờ không quá chừng này."],
    en: ["P90", "Nine in ten waited no longer than this."],
  },
  p95: {
    vi: ["P95", "Mười chín trong hai mươi lượt chờ không quá chừng này."],
    en: ["P95", "Nineteen in twenty waited no longer than this."],
  },
  max: { vi: ["Lâu nhất", "Lượt chờ lâu nhất đã được gọi."], en: ["Longest", "The longest wait that ended in a call."] },
  within: {
    vi: ["Trong mục tiêu", "Tỷ lệ lượt chờ không quá mục tiêu; đúng bằng mục tiêu là đạt."],
    en: ["Within the goal", "The share that waited no longer than the goal; exactly the goal counts as met."],
  },
  over30: { vi: ["Trên 30 phút", "Tỷ lệ lượt chờ hơn 30 phút."], en: ["Over 30 minutes", "The share that waited longer than 30 minutes."] },
  no_show: {
    vi: ["Không đến quầy", "Tỷ lệ lượt được gọi mà không ai đến, trên mọi lượt đã kết thúc."],
    en: ["No-show", "The share that was called and nobody came, of all tickets that ended."],
  },
  all_median: {
    vi: ["Trung vị kể cả bỏ về", "Ước lượng Kaplan–Meier: người bỏ về hoặc không đến được tính là đã chờ ít nhất chừng ấy, không phải là không chờ."],
    en: ["Median of all who came", "Kaplan–Meier: whoever left counts as having waited at least that long, not as nothing."],
  },
  all_p90: {
    vi: ["P90 kể cả bỏ về", "Như trên, cho chín trong mười người. Dấu – khi quá nhiều người bỏ về nên không thể nói."],
    en: ["P90 of all who came", "The same for nine in ten. A dash where too many left to tell."],
  },
  raw: {
    vi: ["Chờ thực tế từ lúc đến", "Từ lúc lấy số hoặc nhận số đến lúc được gọi, kể cả phần đến sớm trước giờ hẹn: điều người dân cảm nhận."],
    en: ["Wait since arriving", "From taking the number or checking in until the call, early birds included: what people felt."],
  },
  in_hours: {
    vi: ["Chờ trong giờ mở cửa", "Như thời gian chờ, nhưng không kể giờ nghỉ trưa và ngoài giờ."],
    en: ["Wait within hours", "The wait with lunch and closed hours taken out."],
  },
  way: { vi: ["Đi đến quầy", "Từ lúc gọi đến lúc bắt đầu phục vụ."], en: ["Way to the counter", "From the call until service starts."] },
  at_counter: {
    vi: ["Phục vụ tại quầy", "Từ lúc bắt đầu đến lúc xong, không kể lúc tạm giữ."],
    en: ["At the counter", "From start to finish, without holds."],
  },
  out_of_order: {
    vi: ["Gọi không theo thứ tự", "Tỷ lệ lần gọi mà người khác đến hạn trước vẫn còn chờ."],
    en: ["Out of order", "The share of calls made while somebody with an earlier due still waited."],
  },
};

/** @param {string} name @param {"vi"|"en"} language @returns {{name: string, about: string}} */
export function meaning(name, language) {
  const [called, about] = MEANINGS[name][language];
  return { name: called, about };
}
