-- Contentless: the words are made from search_document, which also makes the snippets. They come in folded and separated by
-- spaces, so the tokenizer has nothing to decide; ':' and '_' occur in the tokens of scopes and kinds only.
CREATE VIRTUAL TABLE search_index USING fts5(words, content='', columnsize=0, tokenize='ascii tokenchars '':_''');
