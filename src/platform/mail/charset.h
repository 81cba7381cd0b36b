/// Bytes of a mail as UTF-8, whatever its label says.
#pragma once

#include <string>
#include <string_view>

namespace mail {

/// The charset that programs mean when they write this label: the wider relatives of those that are too narrow for what is sent under their names
/// ("gb2312" is GB 18030, "ks_c_5601-1987" is code page 949, "iso-8859-1" is windows-1252). Lower case; the label itself when there is nothing to say.
std::string true_charset(std::string_view label);

/// Valid UTF-8 without NUL. Without a label, with one that nobody knows, or when the bytes contradict it: UTF-8 when they are that, else windows-1252, or
/// what is valid of them as the one and the rest as the other; then, and when bytes had to be replaced, `guessed` becomes true.
std::string utf8_of(std::string_view bytes, std::string_view label, bool& guessed);

}  // namespace mail
