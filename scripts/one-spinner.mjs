// Stands in for the package `cli-spinners` in the bundle: the two of its 90 spinners that ora takes by itself.
import { dots, line } from "../node_modules/cli-spinners/spinners.json";

export default { dots, line };
