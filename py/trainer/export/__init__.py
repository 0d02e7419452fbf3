"""What a reader takes home: programs, weights and numbers, each as one text.

    modules   a module as parts that can be taken one by one
    merge     several modules as one program
    main      the last section of the Python program
    python    the run as a program that needs only NumPy
    pytorch   the same run as a PyTorch program
    weights   weights and settings as JSON, and back
    history   the losses of every epoch as CSV
    formats   which of them a format is, and its file's name

Nothing is imported here, so that the session can use `weights` while the programs use
what is built upon the session.
"""
