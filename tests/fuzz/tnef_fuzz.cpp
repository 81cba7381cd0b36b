// Any bytes are read as winmail.dat within the limits.
#include <cstdint>
#include <cstdlib>

#include "mail/tnef.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const mail::TnefLimits limits{10, 10'000, 3};
    const auto read = mail::read_tnef({reinterpret_cast<const char*>(data), size}, limits);
    if (read.attachments.size() > limits.most_attachments) std::abort();
    for (const auto& one : read.attachments) {
        if (one.bytes.size() > limits.most_attachment_bytes) std::abort();
    }
    return 0;
}
