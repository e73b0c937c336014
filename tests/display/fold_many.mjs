// Reads streams of events from standard input, folds each on an empty board and writes the boards.
import { readFileSync } from "node:fs";
import { fold } from "../../server/contract/page/fold.js";
import { board } from "./builders.mjs";

const streams = JSON.parse(readFileSync(0, "utf8"));
const empty = board({ counters: {} });
const boards = streams.map((events) => events.reduce(fold, empty));
process.stdout.write(JSON.stringify(boards.map(({ calls, waiting, counters }) => ({ calls, waiting, counters }))));
