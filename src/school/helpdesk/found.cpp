#include "helpdesk/found.h"

namespace helpdesk {

std::string_view word(FoundKind kind) {
    switch (kind) {
        case FoundKind::request: return "request";
        case FoundKind::reply: return "reply";
        case FoundKind::note: return "note";
        case FoundKind::device: return "device";
    }
    return "request";
}

std::vector<Piece> pieces_of(std::string_view snippet) {
    std::vector<Piece> pieces;
    bool matched = false;
    std::string text;
    auto end_piece = [&] {
        if (!text.empty()) pieces.push_back({text, matched});
        text.clear();
    };
    for (char byte : snippet) {
        if (byte != '\x02' && byte != '\x03') {
            text += byte;
            continue;
        }
        end_piece();
        matched = byte == '\x02';
    }
    end_piece();
    return pieces;
}

}  // namespace helpdesk
