/// Walls around this process, for work on what may be hostile: what a check forgets ends here. For worker programs only.
///
/// They are put up when all is open that will be needed, and never come down. Nothing can be opened, written (but our own pipe), connected, started or
/// signalled any more; memory and processor time have an end. They work for root and for others, in a container and in a chroot.
#pragma once

#include <cstdint>

namespace walls {

struct Walls {
    std::int64_t address_space_bytes = std::int64_t{3} << 30;
    std::int64_t processor_seconds = 70;
};

/// Throws std::runtime_error when the kernel refuses: then nothing may be run.
void wall_in(const Walls& walls);

}  // namespace walls
