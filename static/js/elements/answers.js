/* How the chips of an attack's details stand for its body: fromBody(control, body) fills, toBody(control, body) answers the change. */

const FLAGS = ["worse_with_activity", "avoids_activity"];

const SPECIAL = {
  /* Qualities and two yes-or-no questions are one group of chips; "none of the others" answers no to the two. */
  felt: {
    from: (control, body) => {
      control.value = [...(body.qualities ?? []), ...FLAGS.filter((flag) => body[flag])];
      control.none = FLAGS.some((flag) => body[flag] === false) || body.qualities?.length === 0;
    },
    to: (control) => {
      const words = control.words;
      const qualities = words.filter((each) => !FLAGS.includes(each));
      const flags = FLAGS.map((flag) => [flag, words.includes(flag) ? true : control.none ? false : null]);
      return { qualities: qualities.length > 0 || control.none ? qualities : null, ...Object.fromEntries(flags) };
    },
  },
  /* "None of the others" says of every listed symptom that it was not there; without it, nobody knows. */
  symptoms: {
    from: (control, body) => {
      control.value = (body.symptoms ?? []).filter(({ present }) => present).map(({ name }) => name);
      control.none = (body.symptoms ?? []).some(({ present }) => !present);
    },
    to: (control, body) => {
      const before = new Map((body.symptoms ?? []).map((symptom) => [symptom.name, symptom]));
      const there = control.words.map((name) => ({ ...before.get(name), name, present: true }));
      const absent = control.none ? listed(control).filter((name) => !control.words.includes(name)).map((name) => ({ name, present: false })) : [];
      const symptoms = [...there, ...absent];
      return { symptoms: symptoms.length > 0 ? symptoms : null };
    },
  },
  prodrome: {
    from: (control, body) => { control.value = body.prodrome?.map(({ name }) => name) ?? null; },
    to: (control, body) => {
      const before = new Map((body.prodrome ?? []).map((sign) => [sign.name, sign]));
      return { prodrome: control.value?.map((name) => before.get(name) ?? { name }) ?? null };
    },
  },
  map: {
    from: (control, body) => { control.value = { side: body.side, places: body.places }; },
    to: (control) => ({ side: control.value.side, places: control.value.places.length > 0 ? control.value.places : null }),
  },
  note: {
    from: (control, body) => { if (control !== document.activeElement) control.value = body.note ?? ""; },
    to: (control) => ({ note: control.value.trim() || null }),
  },
};

export function fromBody(control, body) {
  const special = SPECIAL[control.name];
  if (special) special.from(control, body);
  else control.value = body[control.name] ?? null;
}

export function toBody(control, body) {
  return SPECIAL[control.name]?.to(control, body) ?? { [control.name]: control.value };
}

function listed(control) {
  return [...control.querySelectorAll("button[value]")].filter((chip) => !("added" in chip.dataset)).map((chip) => chip.value);
}
