/** W4: a page of 50 posts with their authors, counts of likes, and the three newest comments on each. */
@NullMarked
package dev.entail.benchmarks.reading;

import org.jspecify.annotations.NullMarked;
