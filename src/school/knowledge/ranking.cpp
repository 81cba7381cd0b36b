#include "knowledge/ranking.h"

#include <cmath>

namespace knowledge {

double rarity(double documents, double with_word) { return std::log(1 + (documents - with_word + 0.5) / (with_word + 0.5)); }

static double normalised(double count, double length, double average) {
    if (count == 0) return 0;
    return count / (1 - weights.b + weights.b * (average > 0 ? length / average : 1));
}

double weigh(const Corpus& corpus, const Parts& counts, const Parts& lengths, double with_word) {
    const double sum = weights.part.title * normalised(counts.title, lengths.title, corpus.average.title) +
                       weights.part.symptom * normalised(counts.symptom, lengths.symptom, corpus.average.symptom) +
                       weights.part.body * normalised(counts.body, lengths.body, corpus.average.body);
    return rarity(corpus.documents, with_word) * sum / (weights.k1 + sum);
}

}  // namespace knowledge
