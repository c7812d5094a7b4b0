-- Empty dwellings by where they lie and the paragraph they are let for. A rent that is not known for
-- each of them leaves the sum unsaid.
WITH dwelling AS (
    SELECT
        municipality,
        paragraph,
        places,
        days,
        rent,
        places * rent AS rents,
        places * rent * 12 * days AS lost,
        CASE WHEN stale = 'yes' THEN places ELSE 0 END AS stale
    FROM vacancies
    WHERE kind = 'dwelling'
)
SELECT
    d.municipality,
    d.paragraph,
    sum(d.places) AS dwellings,
    max(d.days) AS longest,
    CASE WHEN count(d.rent) = count(*) THEN mul_div(sum(d.rents), 1, 100) END AS rent,
    CASE WHEN count(d.rent) = count(*) THEN mul_div(sum(d.lost), 1, 36500) END AS lost,
    sum(d.stale) AS stale
FROM dwelling d
GROUP BY d.municipality, d.paragraph
ORDER BY sum(d.places) DESC, d.municipality, d.paragraph
