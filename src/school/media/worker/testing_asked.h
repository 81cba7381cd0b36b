/// The program as tests ask it.
#pragma once

#include <functional>
#include <string>

#include "base/child_process.h"
#include "media/render.h"

namespace media::worker {

inline const std::string program = base::program_beside("belltower-images");

/// The code with which render() refuses; empty when it does not.
inline std::string code(const std::string& bytes, const RenderLimits& limits = {}, const std::string& by = program, const std::function<bool()>& cancelled = {}) {
    try {
        media::render(by, bytes, {}, limits, cancelled);
    } catch (const RenderRefused& refused) {
        return refused.code();
    }
    return "";
}

/// The same for propose_faces().
inline std::string faces_code(const std::string& bytes, const RenderLimits& limits = {}) {
    try {
        propose_faces(program, bytes, limits);
    } catch (const RenderRefused& refused) {
        return refused.code();
    }
    return "";
}

}  // namespace media::worker
