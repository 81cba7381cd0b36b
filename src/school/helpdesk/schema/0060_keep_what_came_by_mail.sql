-- Messages that came by mail and belong to a request (docs/policies/mail.md): each is taken once, known again by what answers it, answered by our
-- letters, and shown with what was quoted.
CREATE TABLE helpdesk_mail (
    id IDENTITY,
    -- Its Message-ID, without angle brackets.
    mail_id TEXT NOT NULL,
    request_id BIGINT NOT NULL REFERENCES helpdesk_request (id),
    -- What it became; absent when it is the request itself, or an automatic answer.
    message_id BIGINT REFERENCES helpdesk_message (id),
    kind TEXT NOT NULL CHECK (kind IN ('request', 'answer', 'automatic')),
    -- As written in From; who that is was decided when it came.
    sender TEXT NOT NULL,
    sender_name TEXT NOT NULL,
    subject TEXT NOT NULL,
    -- With what was quoted and the signature; empty when nothing was trimmed.
    whole_text TEXT NOT NULL,
    -- Files that were not taken.
    left_out BIGINT NOT NULL DEFAULT 0,
    at BIGINT NOT NULL
);
CREATE UNIQUE INDEX helpdesk_mail_once ON helpdesk_mail (mail_id);
CREATE INDEX helpdesk_mail_of_request ON helpdesk_mail (request_id, id);
CREATE INDEX helpdesk_mail_of_message ON helpdesk_mail (message_id);

-- A request that was made because the old one had been closed for too long.
CREATE TABLE helpdesk_follow_up (
    request_id BIGINT PRIMARY KEY REFERENCES helpdesk_request (id),
    follows_id BIGINT NOT NULL REFERENCES helpdesk_request (id)
);
CREATE INDEX helpdesk_follow_up_of ON helpdesk_follow_up (follows_id);

-- Addresses at which somebody opened a link that was mailed there. Folded.
CREATE TABLE helpdesk_confirmed_address (
    address TEXT PRIMARY KEY,
    at BIGINT NOT NULL
);

-- Letters and requests that a sender's messages caused, for the brakes; kept for a day.
CREATE TABLE helpdesk_mail_caused (
    id IDENTITY,
    sender TEXT NOT NULL,
    what TEXT NOT NULL CHECK (what IN ('receipt', 'word', 'request')),
    -- Folded, without "Re:" and the like.
    subject TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX helpdesk_mail_caused_by ON helpdesk_mail_caused (sender, at);
CREATE INDEX helpdesk_mail_caused_at ON helpdesk_mail_caused (at);

-- Whose own request was joined with another and who wants no letters about it any more.
CREATE TABLE helpdesk_unsubscribed (
    request_id BIGINT PRIMARY KEY REFERENCES helpdesk_request (id),
    at BIGINT NOT NULL
);

-- What new mail becomes, by sender, mailbox and words; the first that fits decides.
CREATE TABLE helpdesk_mail_rule (
    id IDENTITY,
    name TEXT NOT NULL,
    position BIGINT NOT NULL DEFAULT 100,
    -- Empty conditions fit everything.
    sender TEXT NOT NULL DEFAULT '',
    mailbox TEXT NOT NULL DEFAULT '',
    words TEXT NOT NULL DEFAULT '',
    act TEXT NOT NULL CHECK (act IN ('take', 'hold', 'drop')),
    category_id BIGINT REFERENCES helpdesk_category (id),
    team_id BIGINT REFERENCES helpdesk_team (id),
    school_id BIGINT REFERENCES roster_org (id),
    urgency BIGINT CHECK (urgency BETWEEN 1 AND 3),
    active BIGINT NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
);
CREATE INDEX helpdesk_mail_rule_category ON helpdesk_mail_rule (category_id);
CREATE INDEX helpdesk_mail_rule_team ON helpdesk_mail_rule (team_id);
CREATE INDEX helpdesk_mail_rule_school ON helpdesk_mail_rule (school_id);
