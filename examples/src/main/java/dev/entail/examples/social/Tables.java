package dev.entail.examples.social;

import dev.entail.Entail;
import dev.entail.core.query.Order;
import dev.entail.core.value.Row;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints what follows from the events. */
final class Tables {
    private static final int SHOWN = 10;
    private static final int NAME_WIDTH = 20;
    private static final int TITLE_WIDTH = 30;

    private final Entail entail;

    Tables(Entail entail) {
        this.entail = entail;
    }

    void print(PrintStream output) {
        List<Row> users = entail.query(SocialModel.USER)
                .select("name", "postCount", "likesReceived", "likesGiven")
                .orderBy(Order.descending("likesReceived"), Order.ascending("id"))
                .limit(SHOWN)
                .list();
        long userCount = entail.query(SocialModel.USER).count();
        output.printf("%nUsers (%d of %d, most liked first)%n", users.size(), userCount);
        output.printf("  %-5s %-20s %7s %10s %7s%n", "id", "name", "posts", "received", "given");
        for (Row user : users) {
            output.printf(
                    "  %-5s %-20s %7d %10d %7d%n",
                    user.id(),
                    cut(user.get("name"), NAME_WIDTH),
                    user.integer("postCount"),
                    user.integer("likesReceived"),
                    user.integer("likesGiven"));
        }
        List<Row> posts = entail.query(SocialModel.POST)
                .select("title", "likeCount", "popular", "author.name")
                .orderBy(Order.descending("likeCount"), Order.ascending("id"))
                .limit(SHOWN)
                .list();
        long postCount = entail.query(SocialModel.POST).count();
        output.printf("%nPosts (%d of %d, most liked first)%n", posts.size(), postCount);
        output.printf("  %-5s %-30s %-20s %7s %8s%n", "id", "title", "author", "likes", "popular");
        for (Row post : posts) {
            Row author = post.rowOrNull("author");
            output.printf(
                    "  %-5s %-30s %-20s %7d %8s%n",
                    post.id(),
                    cut(post.get("title"), TITLE_WIDTH),
                    author == null ? "" : cut(author.get("name"), NAME_WIDTH),
                    post.get(SocialModel.LIKE_COUNT),
                    post.get(SocialModel.POPULAR));
        }
        output.printf(
                "%nTotals: %d posts, %d likes%n",
                entail.global(SocialModel.TOTAL_POSTS), entail.global(SocialModel.TOTAL_LIKES));
    }

    private static String cut(@Nullable Object value, int width) {
        String text = String.valueOf(value);
        return text.length() <= width ? text : text.substring(0, width - 1) + "…";
    }
}
