-- Addresses to which nothing is sent, because a server said for good that letters do not arrive there, until a person says that they do. In lower case.
CREATE TABLE mail_stopped_address (
    address TEXT PRIMARY KEY,
    since_at BIGINT NOT NULL,
    said TEXT NOT NULL,
    letter_id BIGINT NOT NULL
);
