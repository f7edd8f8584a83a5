/* Names of acute headache drugs and the class that counts them, so that a name typed in an attack is counted right.
   Classes as in ICHD-3 8.2; whoever takes another name finds it under "other" and can change it on Medicines. */

const NAMES = {
  triptan: "sumatriptan rizatriptan zolmitriptan eletriptan naratriptan almotriptan frovatriptan imigran imitrex maxalt zomig relpax amerge naramig axert frova",
  ergot: "ergotamine dihydroergotamine cafergot migranal dhe",
  opioid: "tramadol codeine codein oxycodone morphine tapentadol hydrocodone",
  combination_analgesic: "excedrin thomapyrin fioricet vicodin percocet treximet saridon migraleve",
  paracetamol: "paracetamol acetaminophen tylenol panadol paracetamolo doliprane",
  aspirin: "aspirin aspirine acetylsalicylic aspirina",
  nsaid: "ibuprofen naproxen diclofenac ketorolac ketoprofen indometacin indomethacin celecoxib advil motrin nurofen aleve voltaren ibuprofeno naproxeno",
  gepant: "rimegepant ubrogepant zavegepant nurtec ubrelvy vydura zavzpret",
  ditan: "lasmiditan reyvow rayvow",
  antiemetic: "metoclopramide ondansetron domperidone prochlorperazine promethazine metoclopramida",
};

const classes = new Map(Object.entries(NAMES).flatMap(([drugClass, names]) => names.split(" ").map((name) => [name, drugClass])));

export function classOfName(name) {
  const words = name.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "").split(/[^\p{L}]+/u);
  const found = [...new Set(words.map((each) => classes.get(each)).filter(Boolean))];
  if (found.length > 1) return "combination_analgesic";
  return found[0] ?? "other";
}
