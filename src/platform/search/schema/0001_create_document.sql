-- What can be found. The id is made of the moment and the document's own id, so that its order is the order of time
-- (docs/decisions/search-order.md); scopes are kept as " all school:3 ".
CREATE TABLE search_document (
    id IDENTITY,
    kind TEXT NOT NULL,
    document_id BIGINT NOT NULL,
    scopes TEXT NOT NULL,
    happened_at BIGINT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (kind, document_id)
);
