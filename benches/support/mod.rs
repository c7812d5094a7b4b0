//! What the benchmark is made of: the files, the processes, the load, the table of goals.

pub mod analyses;
pub mod browser;
pub mod cases;
pub mod client;
pub mod data;
pub mod everything;
pub mod goals;
pub mod http;
pub mod import;
pub mod load;
pub mod numbers;
pub mod papers;
pub mod places;
pub mod process;
pub mod serve;
pub mod tariff_page;
pub mod visitor;
