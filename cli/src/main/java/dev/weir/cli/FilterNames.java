package dev.weir.cli;

import dev.weir.service.BundledFilters;
import java.util.Iterator;

/** The names of filters that can be given in place of a jar's path. */
final class FilterNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return BundledFilters.names().iterator();
    }
}
