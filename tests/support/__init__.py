"""What tests share: real servers, a real browser, a clock that stands still."""
