//! The same question gives the same masks, and they are those that it gave before: whoever makes
//! the search faster changes nothing of what is told.

mod made_up;

use made_up::region;

/// A number of which masks they are (FNV-1a).
fn number(masked: &[bool]) -> u64 {
    let step =
        |hash: u64, masked: &bool| (hash ^ u64::from(*masked)).wrapping_mul(0x0000_0100_0000_01b3);
    masked.iter().fold(0xcbf2_9ce4_8422_2325, step)
}

/// How many municipalities and years, and which masks the regions of the first seeds have.
const BEFORE: [(u64, usize, [u64; 4]); 6] = [
    (
        11,
        1,
        [
            0xec85_6118_b86c_0512,
            0xe8b0_7477_1f77_cf8d,
            0xdcca_b338_e3cc_5c62,
            0x85d1_22c2_1b1b_5e64,
        ],
    ),
    (
        5,
        2,
        [
            0x28bf_9545_aeed_128a,
            0x12ff_cdb8_0f7d_ea6c,
            0x00a5_45c6_343a_229d,
            0xff1b_9f71_6aed_ec9b,
        ],
    ),
    (
        11,
        2,
        [
            0x65ba_4d18_701a_55d3,
            0xeb49_2de2_228b_760f,
            0x4791_15a7_5b89_93fc,
            0xa37e_4603_2029_4000,
        ],
    ),
    (
        11,
        3,
        [
            0x59a3_f19a_0cbf_b7dc,
            0xbe6f_81e8_9d0d_ae4b,
            0x7f34_6f2a_5ac5_77cc,
            0x3922_70d0_d038_806d,
        ],
    ),
    (
        6,
        5,
        [
            0xf086_9317_c2e7_19dd,
            0x5131_964a_a404_1924,
            0x25ef_b18c_31a1_0583,
            0xd184_0bc2_4c2c_4cdf,
        ],
    ),
    (
        11,
        4,
        [
            0x8895_13c6_7c85_f656,
            0x7353_59d8_35fe_54af,
            0xa155_8474_e7d5_1b63,
            0x6cbd_0733_b3aa_c2ca,
        ],
    ),
];

#[test]
fn masks_are_those_that_they_were() {
    for (municipalities, years, before) in BEFORE {
        for (seed, before) in (1..).zip(before) {
            let masked = disclosure::masks(&region(seed, municipalities, years)).unwrap();
            let told = format!("{municipalities} municipalities, {years} years, region {seed}");
            assert_eq!(number(&masked), before, "{told}");
        }
    }
}
