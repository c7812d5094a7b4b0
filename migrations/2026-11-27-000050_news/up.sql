-- How often somebody gets news by mail, up to where they have read them, and up to where mails have told
-- them. Which kinds they want stands in mail_wishes.
CREATE TABLE news_readers (
    user_id TEXT NOT NULL PRIMARY KEY REFERENCES users (id),
    rhythm TEXT NOT NULL CHECK (rhythm IN ('never', 'daily', 'weekly')),
    read_version BIGINT NOT NULL,
    read_day TEXT NOT NULL,
    mailed_version BIGINT NOT NULL,
    mailed_day TEXT NOT NULL
);

-- Figures that somebody follows: the address as comments have it, and what the figure said when its reader
-- was last told, on the page and by mail.
CREATE TABLE news_figures (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    question TEXT NOT NULL,
    filters TEXT NOT NULL,
    names TEXT NOT NULL,
    figure TEXT NOT NULL,
    words TEXT NOT NULL,
    seen TEXT NOT NULL,
    mailed TEXT NOT NULL,
    followed_at TEXT NOT NULL
);
CREATE INDEX news_figures_user ON news_figures (user_id);
