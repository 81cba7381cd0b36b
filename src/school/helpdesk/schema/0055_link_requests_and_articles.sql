-- An article that was begun from a request, that the person read before sending it, or with which the department solved it.
CREATE TABLE helpdesk_article (
    id IDENTITY,
    request_id BIGINT NOT NULL REFERENCES helpdesk_request (id),
    article_id BIGINT NOT NULL REFERENCES knowledge_article (id),
    link TEXT NOT NULL CHECK (link IN ('drafted', 'opened', 'solved')),
    at BIGINT NOT NULL,
    account_id BIGINT REFERENCES auth_account (id),
    -- The request was opened again after it.
    came_back_at BIGINT
);
CREATE INDEX helpdesk_article_of_request ON helpdesk_article (request_id, link);
CREATE INDEX helpdesk_article_of_article ON helpdesk_article (article_id, link, at);
CREATE INDEX helpdesk_article_account ON helpdesk_article (account_id);
