/* A link that dials `phone` as the clinic wrote it: callLink(a, "+1 (206) 555-0100", "Call …"). */

export function callLink(link, phone, text) {
  link.href = `tel:${phone.replace(/[^\d+*#]/g, "")}`;
  (link.querySelector("span") ?? link).textContent = text;
}

/* A number is not parted at its spaces. */
export function inOneLine(phone) {
  return phone.replace(/\s/g, "\u00a0");
}
