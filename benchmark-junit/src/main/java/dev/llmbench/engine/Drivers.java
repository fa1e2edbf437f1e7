package dev.llmbench.engine;

import java.util.List;

/** Drivers that run at the same time, such as the users of two endpoints. */
record Drivers(List<Driver> all) implements Driver {

    static Driver of(List<? extends Driver> drivers) {
        return drivers.size() == 1 ? drivers.get(0) : new Drivers(List.copyOf(drivers));
    }

    /** Returns the level of the first, since all follow the same plan. */
    @Override
    public double level() {
        return all.get(0).level();
    }

    @Override
    public void dismiss() {
        all.forEach(Driver::dismiss);
    }

    @Override
    public boolean isExhausted() {
        return all.stream().allMatch(Driver::isExhausted);
    }
}
