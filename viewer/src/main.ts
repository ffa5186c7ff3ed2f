import { packedView } from "./data";

void packedView(document.getElementById("reassure-view")!.textContent ?? "");
