"""Invented Vietnamese names with the skew of real ones: Nguyễn 38 %, Trần 11 %, Lê 9,5 %."""

# ruff: noqa: SIM905  (names read better as text than as quoted lists)

import random
from collections.abc import Iterator, Sequence

# Shares of surnames in per mille; the rest is spread over the tail.
SURNAMES = {
    "Nguyễn": 380, "Trần": 110, "Lê": 95, "Phạm": 70, "Hoàng": 51, "Phan": 45, "Vũ": 39, "Đặng": 21,
    "Bùi": 20, "Đỗ": 14, "Hồ": 13, "Ngô": 13, "Dương": 10, "Lý": 5,
}  # fmt: skip
TAIL = (
    "Đào Đoàn Vương Trịnh Trương Đinh Lâm Phùng Mai Tô Hà Tạ Cao Thái Lương Võ Huỳnh Châu Chu Quách"
    " Lò Vàng Giàng Sùng Lầu Mùa Thào Hạng Cà Quàng Tòng Lường Bạc Điêu Nông Hoàn Triệu Bế Ma Lục"
    " Kiều Tống Doãn Khuất Nghiêm Ninh Ông Phí Thạch Kim Sơn Danh Chau Y H' Rơ Siu Ksor Nay Đàm Từ"
    " La Lại Lã Mạc Mã Nhữ Phó Quản Thân Tiêu Trang Ung Văn Viên Xa Âu Bành Cung Diệp Giang Hứa"
).split()
FEMALE_MIDDLES = (
    "Thị Ngọc Thu Thanh Kim Minh Bích Hồng Phương Mai Diệu Quỳnh Thùy Mỹ Khánh Hoài Lan Tuyết Ánh"
    " Như Bảo Cẩm Hải Hà Hạnh Huyền Linh Nhã Thảo Tú Vân Xuân Yến Trúc Tường Uyên Cát Châu"
).split()
MALE_MIDDLES = (
    "Văn Đức Minh Quang Hữu Xuân Quốc Công Đình Thanh Ngọc Anh Tuấn Gia Duy Hoàng Mạnh Trọng Việt"
    " Bá Thế Tiến Viết Hải Nhật Phúc Hồng Chí Đăng Huy Khắc Kim Nam Tấn Thành Trung Vĩnh Bảo"
).split()
FEMALE = (
    "Hương Hoa Lan Hà Linh Trang Thảo Hạnh Hằng Huyền Ngọc Mai Nga Oanh Phương Thu Thúy Vân Yến Anh"
    " Bích Chi Dung Duyên Giang Hiền Hồng Huệ Liên Loan Ly Minh My Nhung Như Nguyệt Quỳnh Tâm Thanh"
    " Thơm Thương Thùy Trâm Trinh Tú Tuyết Uyên Xuân Ánh Cúc Đào Diễm Diệp Gấm Hân Hòa Hậu Khánh"
    " Kiều Lệ Lựu Mận Na Nhàn Nhi Phượng Quyên Sen Sương Thắm Thủy Tiên Trúc Vy Xoan Vui Miền Nhài"
).split()
MALE = (
    "Hùng Hưng Dũng Cường Tuấn Minh Nam Sơn Hải Long Quân Thắng Tùng Anh Bình Chiến Chung Công Đạt"
    " Đức Duy Dương Giang Hà Hiếu Hoàng Huy Khánh Kiên Lâm Linh Lộc Lợi Mạnh Nghĩa Ngọc Nhật Phong"
    " Phú Phúc Phương Quang Quý Quyết Quốc Tài Tâm Tân Thành Thái Thanh Thiện Thịnh Thông Tiến Toàn"
    " Toản Trung Trường Tú Tuyên Việt Vinh Vũ Vương Ước Bách Bảo Cảnh Chính Đông Hậu Hòa Huấn Khoa"
).split()
ONE_IN_WITH_TWO_MIDDLES = 5
# Frequent patterns as clerks type them, from the worst on: whole surnames, then words together.
FREQUENT = (
    "nguyen", "tran", "le", "nguyen van", "nguyen thi", "van hung", "thi hoa", "nguyen thi h",
    "tran van", "minh anh",
)  # fmt: skip


def names(number: int, chance: random.Random) -> Iterator[tuple[str, str]]:
    """``number`` pairs of name and sex ("female", "male")."""
    surnames = [*SURNAMES, *TAIL]
    left = 1000 - sum(SURNAMES.values())
    weights = [*SURNAMES.values(), *([left / len(TAIL)] * len(TAIL))]
    for surname in chance.choices(surnames, weights, k=number):
        female = chance.randrange(2) == 0
        middles, given = (FEMALE_MIDDLES, FEMALE) if female else (MALE_MIDDLES, MALE)
        # The first middles and given names are much more frequent than the last.
        words = [surname, _skewed(middles, chance)]
        if chance.randrange(ONE_IN_WITH_TWO_MIDDLES) == 0:
            words.insert(1, middles[0])
        yield " ".join([*words, _skewed(given, chance)]), "female" if female else "male"


def _skewed(words: Sequence[str], chance: random.Random) -> str:
    return words[int(len(words) * chance.random() ** 3)]
