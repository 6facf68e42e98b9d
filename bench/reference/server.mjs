// The reference: what the usual Node stack does for the same room, as the documentation of its parts shows it.
//
// Official socket.io 4, better-sqlite3 in WAL with synchronous=FULL. A note comes as an event, is committed, then
// acknowledged, then told to the room: one packet a note, or with COALESCE_MS those of a window together.
// Usage: DATABASE=file PORT=n [COALESCE_MS=100] node server.mjs
import { createServer } from "node:http";

import Database from "better-sqlite3";
import { Server } from "socket.io";

const { DATABASE, PORT, COALESCE_MS } = process.env;
const ROOM = "meeting";

const db = new Database(DATABASE);
db.pragma("journal_mode = WAL");
db.pragma("synchronous = FULL");
db.exec(`
  CREATE TABLE IF NOT EXISTS meeting (id INTEGER PRIMARY KEY, seq INTEGER NOT NULL);
  INSERT OR IGNORE INTO meeting VALUES (1, 0);
  CREATE TABLE IF NOT EXISTS note (
    id INTEGER PRIMARY KEY, seq INTEGER NOT NULL, client_key TEXT NOT NULL UNIQUE, text TEXT NOT NULL
  )`);
const nextSeq = db.prepare("UPDATE meeting SET seq = seq + 1 WHERE id = 1 RETURNING seq").pluck();
const insert = db.prepare("INSERT INTO note (seq, client_key, text) VALUES (?, ?, ?)");
const head = db.prepare("SELECT seq FROM meeting WHERE id = 1").pluck();

const save = db.transaction(({ client_key, text }) => {
  const seq = nextSeq.get();
  const id = Number(insert.run(seq, client_key, text).lastInsertRowid);
  return { kind: "note", id, seq, prompt: 1, text, lang: "fi", group: "residents", likes: 0 };
});

const http = createServer((_request, response) => response.end("ok"));
const io = new Server(http);

let waiting = [];
function tell(note) {
  if (!COALESCE_MS) return io.to(ROOM).emit("note", note);
  waiting.push(note);
  if (waiting.length > 1) return;
  setTimeout(() => {
    io.to(ROOM).emit("notes", waiting);
    waiting = [];
  }, Number(COALESCE_MS));
}

io.on("connection", (socket) => {
  socket.on("join", (_ticket, answer) => {
    socket.join(ROOM);
    answer({ seq: head.get() });
  });
  socket.on("note", (asked, answer) => {
    const note = save(asked);
    answer({ id: note.id, seq: note.seq });
    tell(note);
  });
});

http.listen(Number(PORT), "127.0.0.1");
