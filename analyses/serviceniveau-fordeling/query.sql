-- Bennet between a municipality and the chosen ones together: each paragraph's share of the persons and its unit cost, each
-- weighted with the mean of the two. Unit costs are in hundredths of an øre, shares in billionths of a thousandth. A paragraph that
-- one of the two has nobody under has the unit cost of the other, so that all of it is mix. Price is the rest: they add up.
WITH counted AS (
    SELECT c.area, c.paragraph, c.persons, c.expenditure
    FROM components c
    WHERE c.year = :year AND c.paragraph IN ('SEL_107', 'SEL_108', 'ABL_105')
),
own AS (
    SELECT area, sum(persons) AS persons, sum(expenditure) AS expenditure FROM counted GROUP BY area
),
peers AS (
    SELECT c.paragraph, sum(c.persons) AS persons, sum(c.expenditure) AS expenditure
    FROM counted c
    WHERE length(replace(:peers, c.area, '')) < length(:peers)
    GROUP BY c.paragraph
),
all_peers AS (
    SELECT sum(persons) AS persons, sum(expenditure) AS expenditure FROM peers
),
part AS (
    SELECT
        o.area,
        mul_div(coalesce(c.persons, 0), 1000000000000, o.persons) AS own_share,
        mul_div(coalesce(p.persons, 0), 1000000000000, t.persons) AS peer_share,
        mul_div(c.expenditure, 1000000, c.persons) AS own_cost,
        mul_div(p.expenditure, 1000000, p.persons) AS peer_cost
    FROM own o
    CROSS JOIN all_peers t
    CROSS JOIN (SELECT DISTINCT paragraph FROM counted) k
    LEFT JOIN counted c ON c.area = o.area AND c.paragraph = k.paragraph
    LEFT JOIN peers p ON p.paragraph = k.paragraph
),
mixed AS (
    SELECT
        area,
        sum(mul_div(
            own_share - peer_share,
            coalesce(own_cost, peer_cost, 0) + coalesce(peer_cost, own_cost, 0),
            2000000000000
        )) AS mix
    FROM part
    GROUP BY area
),
apart AS (
    SELECT
        o.area,
        o.persons,
        mul_div(o.expenditure, 100, o.persons) AS unit_cost,
        mul_div(o.expenditure, 1000000, o.persons) - mul_div(t.expenditure, 1000000, t.persons) AS difference,
        m.mix
    FROM own o
    CROSS JOIN all_peers t
    JOIN mixed m ON m.area = o.area
)
SELECT
    a.code AS municipality,
    d.persons,
    d.unit_cost,
    mul_div(d.difference, 1, 10000) AS difference,
    CASE WHEN d.difference IS NOT NULL THEN mul_div(d.mix, 1, 10000) END AS mix,
    mul_div(d.difference, 1, 10000) - mul_div(d.mix, 1, 10000) AS price,
    mul_div(d.difference, d.persons, 100000000) AS total,
    mul_div(d.difference - d.mix, d.persons, 100000000) AS price_total
FROM apart d
JOIN areas a ON a.code = d.area
ORDER BY d.difference DESC, a.position
