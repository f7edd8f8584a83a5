/* Errors beside the field, in words; what was typed stays. For inputs made by macros/field.html. */

export function fail(input, sentence) {
  mark(input, sentence);
  input.focus();
}

export function mend(input) {
  mark(input, "");
}

/* Shows the sentences of a refusal {fields: {name: [sentence]}} beside the inputs of the same name. */
export function failAll(root, fields) {
  const bad = Object.entries(fields)
    .map(([name, sentences]) => [root.querySelector(`[name="${name}"]`), sentences.join(" ")])
    .filter(([input]) => input);
  bad.reverse().forEach(([input, sentence]) => fail(input, sentence));
  return bad.length > 0;
}

/* The same without taking the keyboard there: whoever has gone on is not called back. */
export function wrong(input, sentence) {
  mark(input, sentence);
}

/* The sentence beside the field, without taking the keyboard there; "" for none. */
export function mark(input, sentence) {
  const field = input.closest(".field");
  const line = field.querySelector(".err");
  field.classList.toggle("bad", Boolean(sentence));
  if (sentence) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
  line.querySelector("span").textContent = sentence;
  line.hidden = !sentence;
}
