-- A team is whoever holds a role of the people room; who that is at a school is computed there, never copied here.
CREATE TABLE helpdesk_team (
    id IDENTITY,
    name TEXT NOT NULL,
    role_key TEXT NOT NULL,
    active BIGINT NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
);

-- What a request is about, in the words of those who ask. The form asks only the questions of its category.
CREATE TABLE helpdesk_category (
    id IDENTITY,
    parent_id BIGINT REFERENCES helpdesk_category (id),
    key TEXT NOT NULL UNIQUE,
    name_en TEXT NOT NULL,
    name_es TEXT NOT NULL,
    hint_en TEXT NOT NULL DEFAULT '',
    hint_es TEXT NOT NULL DEFAULT '',
    team_id BIGINT NOT NULL REFERENCES helpdesk_team (id),
    impact BIGINT NOT NULL DEFAULT 3 CHECK (impact BETWEEN 1 AND 3),
    urgency BIGINT NOT NULL DEFAULT 3 CHECK (urgency BETWEEN 1 AND 3),
    asks_device BIGINT NOT NULL DEFAULT 0 CHECK (asks_device IN (0, 1)),
    asks_room BIGINT NOT NULL DEFAULT 1 CHECK (asks_room IN (0, 1)),
    asks_class_waiting BIGINT NOT NULL DEFAULT 1 CHECK (asks_class_waiting IN (0, 1)),
    skill_key TEXT,
    authority_key TEXT,
    position BIGINT NOT NULL DEFAULT 100,
    active BIGINT NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
);
CREATE INDEX helpdesk_category_by_parent ON helpdesk_category (parent_id);

CREATE TABLE helpdesk_question (
    id IDENTITY,
    category_id BIGINT NOT NULL REFERENCES helpdesk_category (id),
    label_en TEXT NOT NULL,
    label_es TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('text', 'yes_no', 'choice', 'date')),
    choices TEXT NOT NULL DEFAULT '',
    required BIGINT NOT NULL DEFAULT 0 CHECK (required IN (0, 1)),
    position BIGINT NOT NULL DEFAULT 100,
    active BIGINT NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
);
CREATE INDEX helpdesk_question_by_category ON helpdesk_question (category_id);

-- Service targets in working minutes of the site's calendar. A row without a category holds for every category that has none.
CREATE TABLE helpdesk_target (
    id IDENTITY,
    category_id BIGINT REFERENCES helpdesk_category (id),
    priority BIGINT NOT NULL CHECK (priority BETWEEN 1 AND 4),
    response_minutes BIGINT NOT NULL CHECK (response_minutes > 0),
    resolution_minutes BIGINT NOT NULL CHECK (resolution_minutes > 0)
);
CREATE UNIQUE INDEX helpdesk_target_of_category ON helpdesk_target (category_id, priority) WHERE category_id IS NOT NULL;
CREATE UNIQUE INDEX helpdesk_target_of_all ON helpdesk_target (priority) WHERE category_id IS NULL;

-- Prepared replies, among them the tactful explanations. {name}, {title}, {when}, {who} are filled in when one is used.
CREATE TABLE helpdesk_reply_template (
    id IDENTITY,
    key TEXT NOT NULL UNIQUE,
    name_en TEXT NOT NULL,
    name_es TEXT NOT NULL,
    body_en TEXT NOT NULL,
    body_es TEXT NOT NULL,
    active BIGINT NOT NULL DEFAULT 1 CHECK (active IN (0, 1))
);
