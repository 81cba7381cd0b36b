/// How hard a text is to read. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace people {

/// The sentences of a text; every line is one at least.
std::vector<std::string> sentences_of(std::string_view text);
int count_words(std::string_view sentence);
/// By the letters alone, so now and then one too many or too few. English: groups of vowels without a silent e. Spanish: vowels, with diphthongs as
/// one syllable and an accented i or u beside a, e or o as two.
int count_syllables(std::string_view word, std::string_view language);

struct Readability {
    int sentences = 0;
    int words = 0;
    int syllables = 0;
};
Readability measure(const std::vector<std::string>& texts, std::string_view language);

/// The years of school that the text asks for: 0.39 words a sentence + 11.8 syllables a word - 15.59.
/// J. P. Kincaid et al., Derivation of New Readability Formulas, Naval Technical Training Command, Research Branch Report 8-75, 1975.
double flesch_kincaid_grade(const Readability& text);
/// 0 hard to 100 easy: 206.835 - 62.3 syllables a word - words a sentence.
/// F. Szigriszt Pazos, Sistemas predictivos de legibilidad, Universidad Complutense de Madrid, 1993; read on the INFLESZ scale of I. Barrio-Cantalejo et
/// al., Anales del Sistema Sanitario de Navarra 31(2), 2008: below 40 very hard, 40 to 55 rather hard, 55 to 65 normal.
double szigriszt_ease(const Readability& text);

}  // namespace people
