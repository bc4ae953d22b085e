"""Headlines, kickers and leads for stories by the thousand: tens of millions of combinations of a few words."""

from __future__ import annotations

from random import Random

PLACES = (
    "Nậm Pe", "Pú Lử", "Mường Hòa", "Nà Khoang", "Huổi Sen", "Bản Phìn", "Thanh Lâm", "Noong Hà", "Tả Sình", "Pa Khôm",
    "Chiềng Vai", "Nà Bon", "Mường Ló", "Hua Thanh", "Phiêng Ban", "Sín Thàng", "Nậm Kha", "Bó Lin", "Háng Tầu",
    "Na Ư", "Pom Lót Hạ", "Thẩm Mú", "Lũng Cải", "Khe Vàng", "Đồng Mạ", "Suối Lư", "Tân Phong", "Vĩnh Hà", "Hòa Bắc",
    "Yên Cư", "Đại Lộc Thượng", "Phú Nhuận Đông", "Minh Sơn", "An Khê Thượng", "Quảng Lâm", "Sơn Thủy", "Trung Lèng",
    "Bình Lư Hạ", "Nà Tấu Ngoài", "Mường Nhà Trong", "Ẳng Tở Trên", "Xá Nhè Thượng", "Tủa Sín", "Keo Lôm Dưới",
)  # fmt: skip
PEOPLE = (
    "Người dân", "Phụ nữ", "Thanh niên", "Nông dân", "Cựu chiến binh", "Thầy cô giáo", "Hợp tác xã", "Cán bộ",
    "Người cao tuổi", "Trưởng bản", "Các gia đình", "Hội khuyến học", "Tổ tự quản", "Nghệ nhân", "Y sĩ", "Đội văn nghệ",
    "Bộ đội", "Tiểu thương", "Nhóm thiện nguyện", "Học sinh",
)  # fmt: skip
DEEDS = (
    "chung tay giữ", "góp công phục hồi", "mở rộng", "bàn cách giữ", "đầu tư thêm cho", "cùng chăm lo", "gìn giữ",
    "bắt tay làm mới", "gây dựng lại", "góp quỹ cho", "tìm hướng đi cho", "kể chuyện về", "trông đợi", "khởi động",
    "làm quen với", "hiến đất cho", "tự hào về", "sửa sang",
)  # fmt: skip
THINGS = (
    "tuyến đường liên bản", "vườn dược liệu", "mô hình nuôi cá lồng", "lớp học xóa mù chữ", "chợ phiên cuối tuần",
    "nhà văn hóa cộng đồng", "đập nước đầu nguồn", "rừng phòng hộ", "cánh đồng một giống", "nghề dệt thổ cẩm",
    "điệu xòe cổ", "trạm y tế mới", "cầu treo qua suối", "vườn mận hậu", "đàn trâu giống", "bếp ăn bán trú",
    "thư viện lưu động", "con đường hoa", "lễ hội cầu mùa", "nếp sống mới", "kênh mương nội đồng", "bãi đá cổ",
    "hang động đầu bản", "vùng chè cổ thụ", "nghề rèn truyền thống", "sân bóng của bản", "điểm trường vùng cao",
    "giống lúa nếp tan", "tổ tiết kiệm vay vốn", "điểm du lịch cộng đồng", "nguồn nước sạch", "lò gạch không nung",
    "đội bóng chuyền nữ", "vườn cây ăn quả", "nghề nuôi ong", "làn điệu dân ca", "chuyến xe buýt đầu tiên",
    "lớp dạy khèn", "đồi hoa ban", "phiên chợ trâu", "tủ sách gia đình", "bản đồ giếng nước",
)  # fmt: skip
TIMES = (
    "trước mùa mưa", "sau vụ gặt", "giữa mùa khô", "đầu năm học mới", "những ngày giáp Tết", "sau trận lũ",
    "trong ba tháng", "dịp cuối năm", "giữa ngày nắng nóng", "khi đông về", "sau một năm nhìn lại", "vào mùa hoa ban",
    "trước kỳ nghỉ lễ", "ngay từ đầu vụ", "qua mười năm", "trong đợt rét đậm", "nhân ngày hội bản", "mùa nước đổ",
)  # fmt: skip
TURNS = (
    "về đích sớm", "cần thêm vốn", "đổi thay từng ngày", "chờ ngày hoàn thành", "giúp nhiều hộ có thêm thu nhập",
    "được công nhận cấp tỉnh", "vào vụ mới", "thu hút bạn trẻ trở về", "có thêm người nối nghề", "hút khách phương xa",
    "gặp khó vì thiếu nước", "nhìn từ người trong cuộc", "sau ba năm làm thử", "mở cửa đón khách", "đông vui trở lại",
    "được mùa, được giá",
)  # fmt: skip
KICKERS = ("", "", "", "Chuyện ở bản", "Nông thôn mới", "Gương sáng", "Ghi nhận", "Từ cơ sở", "Nhịp sống")
SUBHEADS = (
    "Bắt đầu từ việc nhỏ", "Cái khó còn ở phía trước", "Người đi trước làm gương", "Con số biết nói",
    "Giữ lấy cái gốc", "Hướng đi đã rõ", "Chuyện của hôm nay", "Điều còn trăn trở",
)  # fmt: skip


def headline(chance: Random) -> str:
    place, thing = chance.choice(PLACES), chance.choice(THINGS)
    if chance.random() < 0.25:
        return f"{place}: {thing[0].upper()}{thing[1:]} {chance.choice(TURNS)} {chance.choice(TIMES)}"
    return f"{chance.choice(PEOPLE)} {place} {chance.choice(DEEDS)} {thing} {chance.choice(TIMES)}"


def lead_opening(chance: Random) -> str:
    """The first half of a lead; a sentence of the bank follows."""
    who, place = chance.choice(PEOPLE), chance.choice(PLACES)
    when, thing = chance.choice(TIMES), chance.choice(THINGS)
    return f"{when[0].upper()}{when[1:]}, {who[0].lower()}{who[1:]} {place} lại nói nhiều về {thing}."
