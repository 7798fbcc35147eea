package dev.entail.benchmarks.like;

import dev.entail.benchmarks.like.Likes.World;
import dev.entail.benchmarks.measure.Operation;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Likes in an order in which none comes twice. When all users like all posts, more of both are created. */
final class Pairs {
    private final Likes likes;
    private final int records;
    private final List<World> worlds = new CopyOnWriteArrayList<>();

    /** Creates that many users and posts. */
    Pairs(Likes likes, int records) throws Exception {
        this.likes = likes;
        this.records = records;
        worlds.add(likes.create(records, records));
    }

    /** Each like is of another user and another post than those just before it. */
    Operation spread() {
        return n -> {
            long pair = n % pairs();
            World world = world(n / pairs());
            likes.like(world.users()[(int) (pair % records)], world.posts()[(int) ((pair / records + pair) % records)]);
        };
    }

    /** All like the same post, until all have, and then the next. */
    Operation hot() {
        return n -> {
            long pair = n % pairs();
            World world = world(n / pairs());
            likes.like(world.users()[(int) (pair % records)], world.posts()[(int) (pair / records)]);
        };
    }

    private long pairs() {
        return (long) records * records;
    }

    private World world(long number) throws Exception {
        if (number >= worlds.size()) {
            synchronized (worlds) {
                while (number >= worlds.size()) {
                    worlds.add(likes.create(records, records));
                }
            }
        }
        return worlds.get((int) number);
    }
}
