-- The median tariff a day of private and of public offers, for each target group of one paragraph.
WITH tariff AS (
    SELECT g.target_group, o.form, t.amount
    FROM tariffs t
    JOIN offers o ON o.offer_id = t.offer_id
    JOIN offer_target_groups g ON g.offer_id = t.offer_id
    WHERE t.paragraph = :paragraph AND t.year = :year AND t.unit = 'full_day'
),
of_private AS (
    SELECT target_group, count(*) AS number, median(amount) AS amount
    FROM tariff
    WHERE form = 'private'
    GROUP BY target_group
),
of_public AS (
    SELECT target_group, count(*) AS number, median(amount) AS amount
    FROM tariff
    WHERE form <> 'private'
    GROUP BY target_group
),
groups AS (
    SELECT DISTINCT target_group FROM tariff
)
SELECT
    g.target_group,
    coalesce(p.number, 0) AS private_tariffs,
    p.amount AS private_median,
    coalesce(o.number, 0) AS public_tariffs,
    o.amount AS public_median,
    p.amount - o.amount AS difference,
    mul_div(p.amount - o.amount, 10000, o.amount) AS difference_pct
FROM groups g
LEFT JOIN of_private p ON p.target_group = g.target_group
LEFT JOIN of_public o ON o.target_group = g.target_group
ORDER BY mul_div(p.amount - o.amount, 1000000, o.amount) DESC, g.target_group
