"""What callers may be told, and how it is found.

model: articles, municipal variants, overlay. search: the port the program knows. index: Whoosh behind it.
understanding, answering, ranking: from a query to hits with reasons. german, vocabulary: words made comparable.
thesaurus: callers' words. learning, tables, store: what closed contacts teach. dldb, imports: from other systems.
evaluate: how good the search is. service: what the desk asks. docs/search.md explains it all.
"""
