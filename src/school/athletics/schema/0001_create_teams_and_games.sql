-- A team lives over many seasons: its slug is the one address that families, feeds and other sites keep, so it never changes.
CREATE TABLE athletics_team (
    id IDENTITY,
    slug TEXT NOT NULL UNIQUE,
    org_id BIGINT NOT NULL REFERENCES roster_org (id),
    sport TEXT NOT NULL,
    level TEXT NOT NULL,
    gender TEXT NOT NULL,
    season TEXT NOT NULL CHECK (season IN ('fall', 'winter', 'spring', 'summer')),
    name TEXT NOT NULL,
    name_es TEXT NOT NULL,
    -- Schools of other districts that play in it, in words.
    partners TEXT NOT NULL DEFAULT '',
    -- 1: plays no more; kept for its address and its results.
    ended BIGINT NOT NULL DEFAULT 0 CHECK (ended IN (0, 1)),
    revision BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
);
CREATE INDEX athletics_team_of_org ON athletics_team (org_id);

-- Schools of this district whose students play in a team of another one.
CREATE TABLE athletics_partner (
    team_id BIGINT NOT NULL REFERENCES athletics_team (id),
    org_id BIGINT NOT NULL REFERENCES roster_org (id),
    PRIMARY KEY (team_id, org_id)
);
CREATE INDEX athletics_partner_of_org ON athletics_partner (org_id);

-- Who may change the games of a team without being an athletic director.
CREATE TABLE athletics_editor (
    team_id BIGINT NOT NULL REFERENCES athletics_team (id),
    account_id BIGINT NOT NULL REFERENCES auth_account (id),
    PRIMARY KEY (team_id, account_id)
);
CREATE INDEX athletics_editor_of_account ON athletics_editor (account_id);

-- `sequence` only rises, `uid` never changes: calendar programs know a game by them. When the hour is open, starts_at and ends_at are the
-- midnights around the day. There is no column for a person.
CREATE TABLE athletics_game (
    id IDENTITY,
    uid TEXT NOT NULL UNIQUE,
    sequence BIGINT NOT NULL DEFAULT 0 CHECK (sequence >= 0),
    team_id BIGINT NOT NULL REFERENCES athletics_team (id),
    kind TEXT NOT NULL CHECK (kind IN ('game', 'scrimmage', 'meet', 'practice')),
    side TEXT NOT NULL CHECK (side IN ('home', 'away', 'neutral')),
    opponent TEXT NOT NULL DEFAULT '',
    place TEXT NOT NULL DEFAULT '',
    time_open BIGINT NOT NULL DEFAULT 0 CHECK (time_open IN (0, 1)),
    played_on TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    status TEXT NOT NULL DEFAULT 'scheduled'
        CHECK (status IN ('scheduled', 'delayed', 'postponed', 'rescheduled', 'cancelled', 'completed', 'withdrawn')),
    original_starts_at BIGINT,
    result TEXT NOT NULL DEFAULT 'none' CHECK (result IN ('none', 'won', 'lost', 'tied')),
    score TEXT NOT NULL DEFAULT '',
    note TEXT NOT NULL DEFAULT '',
    note_es TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    CHECK (ends_at > starts_at)
);
CREATE INDEX athletics_game_of_team ON athletics_game (team_id, starts_at);
CREATE INDEX athletics_game_by_start ON athletics_game (starts_at, id);
