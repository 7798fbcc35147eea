/** Leave requests that several reviewers decide about. */
@NullMarked
package dev.entail.examples.leave;

import org.jspecify.annotations.NullMarked;
