"""What callers may be told, and how it is found.

model: articles, municipal variants, overlay. files, writing, typed: an article's file, and what an editor types.
search: the port the program knows. index: Whoosh behind it. understanding, answering, ranking: hits and reasons.
german, vocabulary: words made comparable. thesaurus: callers' words. learning, tables, store: what contacts teach.
dldb, imports: from other systems. evaluate: how good the search is. service: what the desk asks.
docs/search.md explains it all.
"""
