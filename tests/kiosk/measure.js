/** Everything that is wrong with a kiosk's screen: outside it, too small to touch, cut, or one over another. */
() => {
  const HOLDERS = ".card-name, .card-line, .helper, .chip, .fact, .main, .result, .no-paper, .message, .top, .booked, .way, .key, .take, .box, .result-booking";
  const wrong = [];
  const name = (node) => `${node.tagName} ${node.getAttribute("class")} "${node.textContent.slice(0, 30)}"`;
  const isCut = (node) => node.scrollHeight > node.clientHeight + 2 || node.scrollWidth > node.clientWidth + 2;
  const isOutside = (box) =>
    box.left < -1 || box.top < -1 || box.right > window.innerWidth + 1 || box.bottom > window.innerHeight + 1;

  if (isCut(document.documentElement)) wrong.push("the page scrolls");
  for (const node of document.querySelectorAll("#kiosk *")) {
    const box = node.getBoundingClientRect();
    if (!box.width || !box.height) continue;
    if (isOutside(box)) wrong.push(`outside: ${name(node)}`);
    if (node.tagName === "BUTTON" && Math.min(box.width, box.height) < 80) wrong.push(`small: ${name(node)}`);
    if (node.matches(HOLDERS) && isCut(node)) wrong.push(`cut: ${name(node)}`);
  }
  for (const card of document.querySelectorAll(".card-button")) {
    const box = (part) => card.querySelector(part)?.getBoundingClientRect();
    const [title, line] = [box(".card-name"), box(".card-line")];
    if (title && line && title.bottom > line.top + 2) wrong.push(`overlap: ${name(card)}`);
    if (line && line.bottom > card.getBoundingClientRect().bottom - 2) wrong.push(`over the edge: ${name(card)}`);
  }
  return wrong;
}
