"""Xapian's side of the search benchmark: indexes the lines of a file (one text a line), then answers one word a line from standard input
with the milliseconds that the ten best took. Needs Debian's python3-xapian."""
import sys
import time

import xapian

source, folder = sys.argv[1], sys.argv[2]
database = xapian.WritableDatabase(folder, xapian.DB_CREATE_OR_OVERWRITE)
writer = xapian.TermGenerator()
writer.set_stemmer(xapian.Stem("en"))
with open(source, encoding="utf-8") as lines:
    for line in lines:
        document = xapian.Document()
        writer.set_document(document)
        writer.index_text(line)
        database.add_document(document)
database.commit()
parser = xapian.QueryParser()
parser.set_stemmer(xapian.Stem("en"))
parser.set_stemming_strategy(xapian.QueryParser.STEM_SOME)
reader = xapian.Database(folder)
parser.set_database(reader)
print("ready", flush=True)
for word in sys.stdin:
    began = time.perf_counter()
    enquire = xapian.Enquire(reader)
    enquire.set_query(parser.parse_query(word.strip()))
    found = [match.docid for match in enquire.get_mset(0, 10)]
    print((time.perf_counter() - began) * 1000, len(found), flush=True)
