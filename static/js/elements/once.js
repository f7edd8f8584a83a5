/* once(work): the same work, one at a time. A tap while the first is still being saved is the same tap:
   a hand that shakes takes one dose and begins one attack. */

export function once(work) {
  let isBusy = false;
  return async (...given) => {
    if (isBusy) return undefined;
    isBusy = true;
    try {
      return await work(...given);
    } finally {
      isBusy = false;
    }
  };
}
