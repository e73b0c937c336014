"""The words of every form to sign in, in both languages."""

from __future__ import annotations

TEXTS: dict[str, dict[str, str]] = {
    "vi": {
        "totp": "Mã 6 số trong ứng dụng xác thực",
        "totp_hint": "Mất điện thoại: nhập một mã khôi phục.",
        "totp_required": "Mật khẩu đúng. Xin nhập thêm mã xác thực.",
        "totp_too": "Đã đăng nhập chung. Xin nhập thêm mã xác thực của Đúng Hẹn.",
        "totp_wrong": "Mã sai, đã dùng rồi hoặc đã hết hạn. Xin nhập mã đang hiện.",
        "totp_too_late": "Đã quá 5 phút. Xin đăng nhập lại từ đầu.",
        "throttled": "Sai quá nhiều lần. Xin chờ một lúc rồi thử lại; mỗi lần sai thêm phải chờ lâu hơn.",
        "go_on": "Tiếp tục",
        "start_over": "Đăng nhập bằng tài khoản khác",
        "or": "hoặc",
        "single_sign_on": "Đăng nhập bằng",
    },
    "en": {
        "totp": "Six-digit code from your authenticator app",
        "totp_hint": "Lost your phone? Type a recovery code.",
        "totp_required": "The password is right. Now the code, please.",
        "totp_too": "The single sign-on knows you. Now your code for Đúng Hẹn, please.",
        "totp_wrong": "The code is wrong, was used already, or is over. Please type the one shown now.",
        "totp_too_late": "Five minutes are over. Please sign in again from the start.",
        "throttled": "Too many wrong tries. Please wait a while; every further one makes the wait longer.",
        "go_on": "Continue",
        "start_over": "Sign in with another account",
        "or": "or",
        "single_sign_on": "Sign in with",
    },
}

PAGE: dict[str, dict[str, str]] = {
    "vi": {
        "title": "Đăng nhập",
        "sign_in": "Đăng nhập",
        "sign_in_first": "Đăng nhập bằng tài khoản của quý đồng nghiệp.",
        "username": "Tên đăng nhập",
        "password": "Mật khẩu",
        "wrong": "Sai tên đăng nhập hoặc mật khẩu.",
        "unreachable": "Hiện không liên lạc được với hệ thống đăng nhập chung. Xin thử lại sau, "
        "hoặc đăng nhập bằng mật khẩu.",
        "declined": "Hệ thống đăng nhập chung đã từ chối. Xin thử lại hoặc dùng mật khẩu.",
        "code_refused": "Lượt đăng nhập này đã dùng rồi hoặc đã quá lâu. Xin thử lại.",
        "not_believed": "Câu trả lời của hệ thống đăng nhập chung không đáng tin nên không được nhận. "
        "Xin thử lại; nếu vẫn vậy, xin báo quản trị.",
        "not_asked": "Trình duyệt này chưa bắt đầu đăng nhập, hoặc đã quá 10 phút. Xin thử lại.",
        "not_linked": "Chưa có tài khoản nào ở đây được gắn với danh tính này. Xin nhờ quản trị gắn.",
        "signed_in": "Đã đăng nhập",
        "go_on": "Tiếp tục",
    },
    "en": {
        "title": "Sign in",
        "sign_in": "Sign in",
        "sign_in_first": "Sign in with your staff account.",
        "username": "User name",
        "password": "Password",
        "wrong": "User name or password is wrong.",
        "unreachable": "The single sign-on cannot be reached now. Please try again later, "
        "or sign in with your password.",
        "declined": "The single sign-on has refused. Please try again, or use your password.",
        "code_refused": "This sign-in was used already or took too long. Please try again.",
        "not_believed": "What the single sign-on answered cannot be trusted, so it was not taken. "
        "Please try again; if it stays so, tell an administrator.",
        "not_asked": "Nobody began to sign in from here, or more than 10 minutes ago. Please try again.",
        "not_linked": "No account here is linked with this identity. Please ask an administrator to link it.",
        "signed_in": "Signed in",
        "go_on": "Continue",
    },
}
