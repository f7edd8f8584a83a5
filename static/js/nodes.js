/* drawIn(list, nodes): what is drawn again. Where the same stands already it stays: a tap is lost when what the
   finger came down on is no longer there when it leaves. For nodes without listeners of their own. */
export function drawIn(list, nodes) {
  nodes.forEach((node, place) => {
    const there = list.children[place];
    if (!there) list.append(node);
    else if (!there.isEqualNode(node)) there.replaceWith(node);
  });
  while (list.children.length > nodes.length) list.lastElementChild.remove();
}
