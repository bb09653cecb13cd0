"""A box for codes: a scanner that types, and a camera where the browser reads codes."""

import pytest

from tests.exchange.scan_page import SCANNED

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.exchange.scan_page"),
]

# A browser that reads codes: this one sees a code at the third look.
CAMERA = """
  window.BarcodeDetector = class {
    static async getSupportedFormats() { return ["qr_code", "code_128"]; }
    async detect() { this.looks = (this.looks ?? 0) + 1;
      return this.looks < 3 ? [] : [{rawValue: " G123498654321 "}]; }
  };
  window.streams = [];
  navigator.mediaDevices.getUserMedia = async () => {
    if (window.cameraIsRefused) throw new DOMException("no", "NotAllowedError");
    const canvas = document.createElement("canvas");
    canvas.getContext("2d").fillRect(0, 0, 9, 9);
    const stream = canvas.captureStream(5);
    window.streams.push(stream);
    return stream;
  };
"""


@pytest.fixture
def hoa(person, with_password, recorder):
    SCANNED.clear()
    return person().log_in(with_password(recorder))


def scanned(someone, *texts: str) -> None:
    someone.page.locator("#scanned li").nth(len(texts) - 1).wait_for()
    assert someone.page.locator("#scanned li").all_inner_texts() == list(texts)
    assert list(texts) == SCANNED


def test_scan_after_scan(hoa):
    hoa.go("/scan/")
    for number, text in enumerate(("G123498654321", "GH-7K2M9"), 1):
        assert hoa.focused() == "Quét hoặc gõ mã"
        hoa.page.keyboard.type(text)
        hoa.page.keyboard.press("Enter")
        scanned(hoa, *["G123498654321", "GH-7K2M9"][:number])


def test_a_second_enter_within_a_moment_does_nothing(hoa):
    hoa.go("/scan/")
    hoa.page.keyboard.type("GH-7K2M9")
    twice = """() => { const {form} = document.querySelector("[data-scan-box]");
      for (let n = 0; n < 3; n++) form.requestSubmit(); }"""
    with hoa.page.expect_navigation():
        hoa.page.evaluate(twice)
    scanned(hoa, "GH-7K2M9")


def test_a_box_that_htmx_put_in_is_a_box_too(hoa):
    hoa.go("/scan/swap/")
    for text in ("G123498654321", "GH-7K2M9"):
        box = hoa.page.locator("[data-scan-box]").element_handle()
        hoa.page.keyboard.type(text)
        hoa.page.keyboard.press("Enter")
        box.wait_for_element_state("hidden")  # Another one stands in its place.
        hoa.page.locator("[data-scan-wired]").wait_for()
        assert hoa.focused() == "Quét hoặc gõ mã"
    assert SCANNED == ["G123498654321", "GH-7K2M9"]
    hoa.page.locator("#other").focus()
    hoa.page.keyboard.type("x")
    assert hoa.page.locator("[data-scan-box]").input_value() == "x"


def test_what_is_typed_beside_the_box_goes_into_it(hoa):
    hoa.go("/scan/")
    hoa.page.locator("#other").focus()
    hoa.page.keyboard.type("GH-7K2M9")
    assert hoa.page.locator("[data-scan-box]").input_value() == "GH-7K2M9"
    hoa.page.locator("[name=note]").focus()
    hoa.page.keyboard.type("chờ")
    assert hoa.page.locator("[name=note]").input_value() == "chờ"
    assert hoa.page.locator("[data-scan-box]").input_value() == "GH-7K2M9"


def test_without_a_camera_no_button_is_shown(hoa):
    hoa.page.add_init_script("delete window.BarcodeDetector")
    hoa.go("/scan/")
    assert not hoa.page.locator("[data-scan-camera]").is_visible()


def test_the_camera_fills_the_box_sends_it_and_is_switched_off(hoa):
    hoa.page.add_init_script(CAMERA)
    hoa.go("/scan/")
    hoa.page.locator("[data-scan-camera]").click()
    scanned(hoa, "G123498654321")
    assert hoa.focused() == "Quét hoặc gõ mã"


def test_the_camera_is_switched_off_when_the_window_is_closed(hoa):
    hoa.page.add_init_script(CAMERA.replace("this.looks < 3", "true"))
    hoa.go("/scan/")
    hoa.page.locator("[data-scan-camera]").click()
    hoa.page.wait_for_function("() => window.streams.length")
    assert hoa.axe() == []
    hoa.page.locator("[data-scan-close]").click()
    hoa.page.wait_for_function("() => !window.streams[0].active")
    assert hoa.focused() == "Quét hoặc gõ mã"
    assert SCANNED == []


def test_a_camera_that_is_refused(hoa):
    hoa.page.add_init_script(f"{CAMERA};window.cameraIsRefused = true")
    hoa.go("/scan/")
    hoa.page.locator("[data-scan-camera]").click()
    hoa.page.locator("[data-scan-said]", has_text="Không dùng được máy ảnh").wait_for()


def test_without_scripts_the_box_is_a_box(person, with_password, recorder):
    SCANNED.clear()
    hoa = person(scripts=False).log_in(with_password(recorder)).go("/scan/")
    hoa.page.locator("[name=scan]").fill("GH-7K2M9")
    hoa.page.locator("[name=scan]").press("Enter")
    scanned(hoa, "GH-7K2M9")
