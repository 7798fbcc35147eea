package dev.entail.testkit.contract.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.entail.Entail;
import dev.entail.Writes;
import dev.entail.core.computation.Link;
import dev.entail.core.value.Draft;
import dev.entail.core.value.RecordId;
import dev.entail.storage.spi.IsolationLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Several writes as one transaction, in the callback form only. */
abstract class TransactionContract extends RuntimeGroup {
    @Test
    @DisplayName("STO-601 STO-106 TRX-08 writes in one transaction are committed together, and reads in it see them")
    final void together() {
        Entail entail = open(Blog.model());
        RecordId post = entail.inTransaction(writes -> {
            RecordId ann = writes.create(Blog.USER, Draft.of("name", "Ann"));
            RecordId created =
                    writes.create(Blog.POST, Draft.of("title", "Hello").set("author", ann));
            writes.link(Blog.LIKE, Link.between(ann, created));
            assertThat(Blog.likes(entail, created)).isEqualTo(1);
            assertThat(writes.query(Blog.USER).count()).isEqualTo(1);
            return created;
        });
        assertThat(Blog.likes(entail, post)).isEqualTo(1);
    }

    @Test
    @DisplayName("STO-601 DSP-09 a failure rolls everything back and comes through unchanged")
    final void rollback() {
        Entail entail = open(Blog.model());
        RecordId post = Blog.post(entail, "Hello");
        IllegalStateException mine = new IllegalStateException("mine");
        assertThat(Assertions.catchThrowable(() -> entail.inTransaction(writes -> {
                    RecordId ann = writes.create(Blog.USER, Draft.of("name", "Ann"));
                    writes.link(Blog.LIKE, Link.between(ann, post));
                    writes.query(Blog.LIKE).list();
                    throw mine;
                })))
                .isSameAs(mine);
        assertThat(entail.query(Blog.USER).count()).isZero();
        assertThat(Blog.likes(entail, post)).isZero();
    }

    @Test
    @DisplayName("STO-610 a failed write dooms the transaction, even if somebody swallows the failure")
    final void swallowed() {
        Entail entail = open(Blog.model());
        RecordId ann = Blog.user(entail, "Ann");
        RecordId post = Blog.post(entail, "Hello");
        entail.link(Blog.LIKE, Link.between(ann, post));
        assertThat(failureOf(() -> entail.inTransaction(writes -> {
                            writes.create(Blog.USER, Draft.of("name", "Bob"));
                            writes.link(Blog.LIKE, Link.between(ann, post));
                            assertThat(failureOf(() -> writes.query(Blog.LIKE).list()))
                                    .isNotNull();
                            return true;
                        }))
                        .code())
                .isEqualTo("UNIQUE_CONSTRAINT_VIOLATION");
        assertThat(entail.query(Blog.USER).count()).isEqualTo(1);
        assertThat(Blog.likes(entail, post)).isEqualTo(1);
    }

    @Test
    @DisplayName(
            "T-TRX-15 T-TRX-16 STO-604 use after the end, from another thread, or in another transaction is a clear"
                    + " error")
    final void misuse() {
        Entail entail = open(Blog.model());
        List<Writes> kept = new ArrayList<>();
        entail.inTransaction(writes -> kept.add(writes));
        assertThat(failureOf(() -> kept.get(0).create(Blog.USER, Draft.empty())).code())
                .isEqualTo("TRANSACTION_MISUSED");
        assertThat(failureOf(() -> entail.inTransaction(outer -> entail.create(Blog.USER, Draft.empty())))
                        .code())
                .isEqualTo("TRANSACTION_MISUSED");
        Throwable elsewhere = Assertions.catchThrowable(() -> entail.inTransaction(writes -> {
            try {
                return CompletableFuture.supplyAsync(() -> writes.unlink(Blog.LIKE, RecordId.of(1), RecordId.of(1)))
                        .join();
            } catch (CompletionException e) {
                throw (RuntimeException) e.getCause();
            }
        }));
        assertThat(elsewhere).hasFieldOrPropertyWithValue("code", "TRANSACTION_MISUSED");
        assertThat(entail.query(Blog.USER).count()).isZero();
    }

    @Test
    @DisplayName(
            "STO-602 STO-632 at SERIALIZABLE two transactions that read and write each other's ground do not both win"
                    + " unseen")
    final void serializable() throws Exception {
        Entail entail = open(Blog.model());
        // Each adds a post only if there are fewer than ten; without isolation some would overshoot.
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(CompletableFuture.runAsync(() -> {
                for (int n = 0; n < 5; n++) {
                    addUnlessTen(entail);
                }
            }));
        }
        for (CompletableFuture<Void> one : all) {
            one.get();
        }
        assertThat(entail.query(Blog.POST).count()).isLessThanOrEqualTo(10);
    }

    private static void addUnlessTen(Entail entail) {
        try {
            entail.inTransaction(IsolationLevel.SERIALIZABLE, writes -> {
                if (writes.query(Blog.POST).count() < 10) {
                    writes.create(Blog.POST, Draft.of("title", "x"));
                }
                return true;
            });
        } catch (dev.entail.core.error.EntailException e) {
            assertThat(e.code()).isEqualTo("TRANSACTION_RETRY_EXHAUSTED");
        }
    }
}
