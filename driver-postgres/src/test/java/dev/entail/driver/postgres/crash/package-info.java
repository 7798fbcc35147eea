/** Several processes over one server, one of which is killed. */
@NullMarked
package dev.entail.driver.postgres.crash;

import org.jspecify.annotations.NullMarked;
