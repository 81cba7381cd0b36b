-- What a recipe declares: the nine major allergens of the United States, and what a district wants to be told besides.
CREATE TABLE menu_allergen (
    id IDENTITY,
    code TEXT NOT NULL UNIQUE,
    name_en TEXT NOT NULL,
    name_es TEXT NOT NULL,
    position BIGINT NOT NULL
);

-- A dish, or a part of dishes. `version` is the number of the version that is cooked now.
CREATE TABLE menu_recipe (
    id IDENTITY,
    course TEXT NOT NULL CHECK (course IN ('entree', 'side', 'vegetable', 'fruit', 'milk', 'other')),
    active BIGINT NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    version BIGINT NOT NULL DEFAULT 1,
    revision BIGINT NOT NULL DEFAULT 1,
    -- The kitchen's own number, by which an import knows it again.
    external_id TEXT UNIQUE,
    name_folded TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX menu_recipe_by_name ON menu_recipe (name_folded, id);

-- Words and ingredients as they were at a time; never changed once written.
CREATE TABLE menu_recipe_version (
    id IDENTITY,
    recipe_id BIGINT NOT NULL REFERENCES menu_recipe (id),
    number BIGINT NOT NULL,
    name_en TEXT NOT NULL,
    name_es TEXT NOT NULL,
    description_en TEXT NOT NULL DEFAULT '',
    description_es TEXT NOT NULL DEFAULT '',
    ingredients TEXT NOT NULL DEFAULT '',
    -- Words of the list in recipe.cpp, a space between two.
    tags TEXT NOT NULL DEFAULT '',
    made_at BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    UNIQUE (recipe_id, number)
);

-- A state that somebody confirmed for these ingredients. No row: unknown.
CREATE TABLE menu_declaration (
    version_id BIGINT NOT NULL REFERENCES menu_recipe_version (id),
    allergen_id BIGINT NOT NULL REFERENCES menu_allergen (id),
    state TEXT NOT NULL CHECK (state IN ('contains', 'may_contain', 'free')),
    -- Which nut, fish or shellfish.
    species TEXT NOT NULL DEFAULT '',
    checked_on TEXT NOT NULL,
    checked_by TEXT NOT NULL,
    PRIMARY KEY (version_id, allergen_id)
);
CREATE INDEX menu_declaration_of_allergen ON menu_declaration (allergen_id);

-- Recipes that are cooked into another: bun and patty of a burger.
CREATE TABLE menu_recipe_part (
    version_id BIGINT NOT NULL REFERENCES menu_recipe_version (id),
    part_version_id BIGINT NOT NULL REFERENCES menu_recipe_version (id),
    position BIGINT NOT NULL,
    PRIMARY KEY (version_id, part_version_id)
);
CREATE INDEX menu_recipe_part_of ON menu_recipe_part (part_version_id);

-- A meal that some schools share: one menu for all of them.
CREATE TABLE menu_service (
    id IDENTITY,
    kind TEXT NOT NULL CHECK (kind IN ('breakfast', 'lunch')),
    name_en TEXT NOT NULL,
    name_es TEXT NOT NULL,
    active BIGINT NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    revision BIGINT NOT NULL DEFAULT 1
);
-- A school has one menu for each meal.
CREATE TABLE menu_service_school (
    org_id BIGINT NOT NULL REFERENCES roster_org (id),
    kind TEXT NOT NULL CHECK (kind IN ('breakfast', 'lunch')),
    service_id BIGINT NOT NULL REFERENCES menu_service (id),
    PRIMARY KEY (org_id, kind)
);
CREATE INDEX menu_service_school_of_service ON menu_service_school (service_id);

-- The meal of one day. Rows stay for good, so that calendars elsewhere can be told of what was withdrawn.
CREATE TABLE menu_day (
    id IDENTITY,
    service_id BIGINT NOT NULL REFERENCES menu_service (id),
    served_on TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'published')),
    -- School is open and this meal is not served.
    no_meal BIGINT NOT NULL DEFAULT 0 CHECK (no_meal IN (0, 1)),
    note_en TEXT NOT NULL DEFAULT '',
    note_es TEXT NOT NULL DEFAULT '',
    -- A person changed it since a cycle made it: a cycle asks before it writes over it.
    edited BIGINT NOT NULL DEFAULT 0 CHECK (edited IN (0, 1)),
    -- For calendar programs (RFC 5545): random and forever, and a number that only rises.
    uid TEXT NOT NULL UNIQUE,
    sequence BIGINT NOT NULL DEFAULT 0,
    first_published_at BIGINT,
    changed_at BIGINT NOT NULL,
    revision BIGINT NOT NULL DEFAULT 1,
    UNIQUE (service_id, served_on)
);

-- version_id is set when the recipe changed after the day was past: what was served stays written down.
CREATE TABLE menu_item (
    id IDENTITY,
    day_id BIGINT NOT NULL REFERENCES menu_day (id),
    position BIGINT NOT NULL,
    course TEXT NOT NULL CHECK (course IN ('entree', 'side', 'vegetable', 'fruit', 'milk', 'other')),
    recipe_id BIGINT NOT NULL REFERENCES menu_recipe (id),
    version_id BIGINT REFERENCES menu_recipe_version (id)
);
CREATE INDEX menu_item_of_day ON menu_item (day_id, position);
CREATE INDEX menu_item_of_recipe ON menu_item (recipe_id);
CREATE INDEX menu_item_of_version ON menu_item (version_id);

-- What was changed on a day that families had read already. Both: a substitution; only one: added or taken off.
CREATE TABLE menu_change (
    id IDENTITY,
    day_id BIGINT NOT NULL REFERENCES menu_day (id),
    changed_at BIGINT NOT NULL,
    changed_by TEXT NOT NULL,
    from_version_id BIGINT REFERENCES menu_recipe_version (id),
    to_recipe_id BIGINT REFERENCES menu_recipe (id),
    why TEXT NOT NULL DEFAULT ''
);
CREATE INDEX menu_change_of_day ON menu_change (day_id, id);
CREATE INDEX menu_change_from ON menu_change (from_version_id);
CREATE INDEX menu_change_to ON menu_change (to_recipe_id);

-- A plan of some weeks that comes round again.
CREATE TABLE menu_cycle (
    id IDENTITY,
    service_id BIGINT NOT NULL REFERENCES menu_service (id),
    name TEXT NOT NULL,
    weeks BIGINT NOT NULL CHECK (weeks BETWEEN 1 AND 8),
    starts_on TEXT NOT NULL,
    -- What a closed day does: its dishes move to the next school day with all that follow, or are left out.
    closed_days TEXT NOT NULL CHECK (closed_days IN ('shift', 'drop')),
    active BIGINT NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
    revision BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX menu_cycle_of_service ON menu_cycle (service_id);
CREATE TABLE menu_cycle_item (
    id IDENTITY,
    cycle_id BIGINT NOT NULL REFERENCES menu_cycle (id),
    week BIGINT NOT NULL CHECK (week BETWEEN 1 AND 8),
    weekday BIGINT NOT NULL CHECK (weekday BETWEEN 1 AND 5),
    position BIGINT NOT NULL,
    recipe_id BIGINT NOT NULL REFERENCES menu_recipe (id)
);
CREATE INDEX menu_cycle_item_of_cycle ON menu_cycle_item (cycle_id, week, weekday, position);
CREATE INDEX menu_cycle_item_of_recipe ON menu_cycle_item (recipe_id);

-- What those pay who pay. What a family pays less than that is nobody's business and stands nowhere here.
CREATE TABLE menu_price (
    id IDENTITY,
    service_id BIGINT NOT NULL REFERENCES menu_service (id),
    name_en TEXT NOT NULL,
    name_es TEXT NOT NULL,
    cents BIGINT NOT NULL CHECK (cents BETWEEN 0 AND 100000),
    from_on TEXT NOT NULL,
    -- The last day on which it holds; NULL: until another is written.
    to_on TEXT,
    revision BIGINT NOT NULL DEFAULT 1,
    CHECK (to_on >= from_on)
);
CREATE INDEX menu_price_of_service ON menu_price (service_id, from_on);
