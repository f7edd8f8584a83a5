/* What a patient answers before an infusion, as one record of it. Pure: records in, bodies out. A question that
   nobody answered is not in it: that is no "no". */

/* The body to go on from: the checklist as it stands, or a new one, which begins with the yeses of the profile. */
export function checklistOf(known, infusion, profile) {
  const screening = () => knownOf(profile).map((name) => ({ name, yes: true }));
  return known ?? { infusion_id: infusion.id, zone: infusion.zone, ready: [], screening: screening() };
}

/* What may speak against an infusion and was said "yes" to in the profile. */
export function knownOf(profile) {
  return (profile?.contraindications ?? []).filter(({ yes }) => yes).map(({ name }) => name);
}

/* true, false, or null where it is not answered. */
export function answerTo(body, list, name) {
  return body[list]?.find((each) => each.name === name)?.yes ?? null;
}

/* The body with one answer given; null takes it back. */
export function withAnswer(body, list, name, yes) {
  const others = (body[list] ?? []).filter((each) => each.name !== name);
  return { ...body, [list]: yes === null ? others : [...others, { name, yes }] };
}

export function anyYes(body) {
  return (body.screening ?? []).some(({ yes }) => yes);
}
