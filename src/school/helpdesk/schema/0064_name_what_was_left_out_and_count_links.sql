-- Names and sizes of the files that were not taken, for people.
ALTER TABLE helpdesk_mail ADD COLUMN left_out_names TEXT NOT NULL DEFAULT '';

-- Links for strangers are counted apart. What is counted matters for three hours only, so that nothing is carried over.
DROP TABLE helpdesk_mail_caused;
CREATE TABLE helpdesk_mail_caused (
    id IDENTITY,
    -- An address, with " sealed" behind it for what came with a seal.
    sender TEXT NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('receipt', 'link', 'word', 'request')),
    -- Folded, without "Re:" and the like.
    subject TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX helpdesk_mail_caused_by ON helpdesk_mail_caused (sender, at);
CREATE INDEX helpdesk_mail_caused_at ON helpdesk_mail_caused (at);
