package hello;

import dev.weir.*;
import java.util.ArrayList;

/** Tells the filters above that everything is on a shelf: a/b is shelf/a/b to them. */
public final class ShelfFilter implements Minifilter {
    @Override
    public Registration registration(FilterManager manager) {
        return Registration.builder()
                .unload(FilterUnloadCallback.ALWAYS)
                .nameProvider(request -> {
                    var names = new ArrayList<FileName>();
                    names.add(FileName.of("shelf"));
                    names.addAll(request.below().path().names());
                    return new FilePath(names);
                })
                .build();
    }
}
