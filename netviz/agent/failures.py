"""Why a group of tasks ended."""


def first(group: BaseExceptionGroup) -> BaseException:
    """The first failure in a (nested) group: the others were cancelled on its account."""
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error
