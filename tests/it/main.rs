//! The hotel's use cases on a real PostgreSQL. One binary: the tree below mirrors `src/service`.

mod booking;
mod desk;
mod job;
mod relay;
mod settling;
